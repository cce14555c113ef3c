"""The languages that people may choose. Words come from saas/translations, dates and numbers follow by themselves.

To add one, translate the words and add its line: `"de": "Deutsch"`.
"""

# By its own name: whoever looks for it reads that one.
LANGUAGES = {
    "en": "English (United States)",
    "en_GB": "English (United Kingdom)",
}
DEFAULT = "en"
