"""Slack's numbers, each with where it is written down.

``core.pages`` already holds the tighter bound of both platforms; these are for what is made here and for the tests.

* Views and blocks: https://docs.slack.dev/reference/views and https://docs.slack.dev/reference/block-kit/blocks
* Text, option and button objects: https://docs.slack.dev/reference/block-kit/composition-objects
* Timing: https://docs.slack.dev/interactivity/handling-user-interaction (ack and ``trigger_id``: 3 s)
"""

TITLE_CHARS = 24  # title, submit and close of a modal
VIEW_BLOCKS = 100
MESSAGE_BLOCKS = 50
PRIVATE_METADATA_CHARS = 3000
SECTION_CHARS = 3000  # in a context block too
HEADER_CHARS = 150
LABEL_CHARS = 2000  # label and hint of an input block
PLACEHOLDER_CHARS = 150
OPTION_CHARS = 75  # text, value and description of an option
INPUT_CHARS = 3000  # max_length of a plain_text_input
BUTTON_CHARS = 75
BUTTON_VALUE_CHARS = 2000
ID_CHARS = 255  # block_id and action_id
RADIO_OPTIONS = 10  # radio buttons and checkboxes
SELECT_OPTIONS = 100

ROW_OF_BUTTONS = 5  # ours: more in one block wrap badly on a phone
PART_CHARS = 2900  # ours: one part of a long text, some way under SECTION_CHARS
