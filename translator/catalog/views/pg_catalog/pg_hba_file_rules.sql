SELECT rule_number, file_name, line_number, type, database, user_name, address, netmask, auth_method, options, error
  FROM pg_hba_file_rules()
