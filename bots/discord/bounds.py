"""Discord's numbers, each with its source, and how long we let people wait.

Component numbers: Discord's component reference (https://discord.com/developers/docs/components/reference), read
together with discord.py 2.7.1, which checks the first one only.
"""

# -- messages (Components V2)
COMPONENTS = 40  # in one message, nested ones counted
DISPLAYED_CHARS = 4000  # over all text displays of one message; discord.py does not check it
STORED_BYTES = 10170  # UTF-8 of them and 12 a display; more is answered with HTTP 500: discord-api-docs issue 8554
STORED_BYTES_A_TEXT = 12
CUSTOM_ID_CHARS = 100
BUTTON_LABEL_CHARS = 80
ROW_BUTTONS = 5
SELECT_OPTIONS = 25
OPTION_CHARS = 100  # label, value and description of an option, each
PLACEHOLDER_CHARS = 150  # of a select; 100 of a text input

# -- modals
MODAL_TITLE_CHARS = 45
MODAL_PARTS = 5
LABEL_CHARS = 45
DESCRIPTION_CHARS = 100
INPUT_CHARS = 4000
SHORT_ANSWER_CHARS = 100  # ours: a search, a time or a day fits easily

# -- commands: https://discord.com/developers/docs/interactions/application-commands#application-command-object
COMMAND_DESCRIPTION_CHARS = 100

# -- time, in seconds. Discord waits 3 s for the first response and keeps the token for 15 min:
# https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-callback
PATIENCE = 1.5  # then the answer is deferred; leaves room for one retry of discord.py, which waits a second
DESK_SECONDS = 20.0  # ours, far beyond what storage is given: it ends a wait that would not end

# -- direct messages
NONCE_CHARS = 25  # https://discord.com/developers/docs/resources/message#create-message
DM_OPENS = 10  # in DM_OPENS_SECONDS; Discord gives no number, only error 40003 and the advice to open few
DM_OPENS_SECONDS = 60.0
DM_REST_SECONDS = 3600.0  # after 40003
SEND_SECONDS = 30.0  # discord.py resends after a 5xx for up to 25 s, with our nonce
