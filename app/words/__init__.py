"""What the pages say, in every locale: one YAML file a language, Traditional by conversion."""
