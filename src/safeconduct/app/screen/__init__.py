"""Words, texts and JSON of the command line, fitted to who reads them."""
