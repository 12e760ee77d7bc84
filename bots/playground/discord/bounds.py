"""Every number the stand-in enforces, with where it comes from.

[c] component reference, [r] receiving and responding, [a] application commands, [m] message resource, [g] gateway:
pages of https://docs.discord.com/developers. [s] seen on the wire by many (issues and public code). *guessed* where
nothing public says so.
"""

CONTENT_CHARS = 2000  # [m]
DISPLAYED_CHARS = 4000  # [s] COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED, summed over all text displays of a message
STORED_BYTES = 10170  # [s] discord-api-docs issue 8554: bytes of text plus 12 a text display; above it HTTP 500
STORED_BYTES_A_TEXT = 12
COMPONENTS = 40  # [c] in total, nested ones and accessories counted
ROWS = 5  # [c] legacy messages; one row holds 5 buttons or one select
ROW_WIDTH = 5
CUSTOM_ID = (1, 100)  # [c]
BUTTON_LABEL = 80  # [c]
BUTTON_URL = 512  # [c]
LINK_SCHEMES = ("http", "https", "discord")  # [s]
OPTIONS = (1, 25)  # [c] says max 25, [s] says at least 1
OPTION_CHARS = (1, 100)  # [c] label and value
OPTION_DESCRIPTION = 100  # [c]
PLACEHOLDER = 150  # [c] selects
SECTION_TEXTS = (1, 3)  # [c]
GALLERY_ITEMS = (1, 10)  # [c]
ALT_TEXT = 1024  # [c]
COLOURS = (0, 0xFFFFFF)  # [c]

MODAL_TITLE = (1, 45)  # [r]
MODAL_PARTS = (1, 5)  # [r]
LABEL = (1, 45)  # [c]
LABEL_DESCRIPTION = 100  # [c]
INPUT_CHARS = 4000  # [c] value, min_length and max_length
INPUT_PLACEHOLDER = 100  # [c]
RADIO_OPTIONS = (2, 10)  # [c]
CHECKBOX_OPTIONS = (1, 10)  # [c]
UPLOADS = 10  # [c]

COMMANDS = 100  # [a] global CHAT_INPUT commands
COMMAND_NAME = (1, 32)  # [a]
COMMAND_DESCRIPTION = (1, 100)  # [a]
COMMAND_OPTIONS = 25  # [a] also choices
COMMAND_CHARS = 8000  # [a] names, descriptions and values of one command together
CHOICE_CHARS = (1, 100)  # [a]
OPTION_LENGTH = 6000  # [a] min_length and max_length of a string option
AUTOCOMPLETE_CHOICES = 25  # [r]

NONCE_CHARS = 25  # [m]
NONCE_SECONDS = 180.0  # [m] says "in the past few minutes": *guessed*
EMBEDS = 10  # [m]
FILES = 10  # [m]
FILE_BYTES = 10 * 1024 * 1024  # [m] the default upload limit
MENTIONS = 100  # [m] ids in allowed_mentions

FOLLOW_UPS = 5  # [r] when only user-installed
ANSWER_SECONDS = 3.0  # [r]
TOKEN_SECONDS = 900.0  # [r]
DM_OPENS = 10  # *guessed*: the docs say "too quickly"; discord.py users see 40003 after some dozens in ten minutes
DM_OPENS_SECONDS = 600.0  # [s] people wait ten minutes after 40003

HEARTBEAT_SECONDS = 41.25  # [g]
GATEWAY_FRAME_BYTES = 4096  # [g]
GATEWAY_FRAMES = (120, 60.0)  # [g] per connection
SESSION_STARTS = 1000  # [g] a day
