"""Ground floor of the workbook: what any notebook needs to run anywhere."""

from workbook.rerun import watch

watch()
