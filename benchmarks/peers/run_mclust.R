# R's mclust: the mixture and the count with the best BIC, on the usual preparation.
# Started as: Rscript run_mclust.R TABLE.csv FOLDER; files as exchange.py says.

suppressPackageStartupMessages(library(mclust))

arguments <- commandArgs(trailingOnly = TRUE)
values <- as.matrix(read.csv(arguments[1]))
for (j in seq_len(ncol(values))) {
  column <- values[, j]
  column[is.na(column)] <- median(column, na.rm = TRUE)
  values[, j] <- column
}
values <- scale(values)
# A constant column has no scale, and tells nothing.
values <- values[, colSums(is.na(values)) == 0, drop = FALSE]

tell <- function(way, text) {
  writeLines(text, file.path(arguments[2], paste0(way, ".json")))
}

fit <- function(way, counts) {
  started <- proc.time()[["elapsed"]]
  set.seed(0)
  found <- tryCatch(Mclust(values, G = counts, verbose = FALSE), error = function(e) e)
  seconds <- proc.time()[["elapsed"]] - started
  if (is.null(found)) found <- simpleError("no mixture could be fitted")
  if (inherits(found, "error")) {
    message <- gsub("[\\\\\"\n]", " ", conditionMessage(found))
    return(tell(way, sprintf('{"error": "%s"}', message)))
  }
  clusters <- paste(found$classification - 1, collapse = ", ")
  tell(way, sprintf('{"clusters": [%s], "seconds": %.3f}', clusters, seconds))
}

fit("free", 1:10)
fit("held", 4:8)
