"""How people and programs come in; no rule of the business lives here."""
