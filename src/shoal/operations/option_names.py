"""What suggestions call things in a workspace: by the keys of its file."""

from shoal.records.options import OptionNames
from shoal.records.workspace import Role, SegmentationSpec, WorkspaceSpec


def names_in(spec: WorkspaceSpec, segmentation: SegmentationSpec) -> OptionNames:
    """Return the keys that take the place of the options of `shoal segment`.

    What a workspace has no key for is not suggested: facts are no metrics there, volumes are taken
    per seat where they are declared, and a metric that tells nothing is left out by hand.
    """
    of_accounts = next((s.name for s in spec.of_role(Role.ACCOUNTS)), Role.ACCOUNTS.value)
    columns, file = f"sources.{of_accounts}.columns", f"of {spec.file.name}"
    return OptionNames(
        metrics=f"segmentations.{segmentation.name}.metrics {file}",
        any_column=None,
        seats=f"{columns}.seats {file}",
        context=f"{columns} {file}",
        suggestions=None,
        drop_noise=None,
    )
