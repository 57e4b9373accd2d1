SELECT name, setting, unit, category, short_desc, extra_desc, context, vartype, source, min_val, max_val, enumvals, boot_val, reset_val,
       sourcefile, sourceline, pending_restart
  FROM pg_show_all_settings()
