"""Ground floor of the workbook: what any notebook needs to run anywhere."""
