"""Programs for those who work on pgproxy: recorders of facts and answers, generators of documentation."""
