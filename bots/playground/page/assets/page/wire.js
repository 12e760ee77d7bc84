// The one WebSocket between page and server: what the server tells, and deeds with their answers.

const RETRY_MS = 500;
const KEPT_CALLS = 400;

// What did not change stays the same object, so that it is not drawn again.
function kept(state, before) {
  for (const [key, value] of Object.entries(state)) {
    if (before && JSON.stringify(before[key]) === JSON.stringify(value)) state[key] = before[key];
  }
  return state;
}

export class Wire {
  constructor(onChange) {
    this.onChange = onChange;
    this.told = {connected: false, state: null, stored: null, calls: [], counts: {}};
    this.waiting = new Map();
    this.number = 0;
    this.open();
  }

  open() {
    this.socket = new WebSocket(`ws://${location.host}/live`);
    this.socket.onopen = () => this.tell({connected: true});
    this.socket.onmessage = ({data}) => this.hear(JSON.parse(data));
    this.socket.onclose = () => {
      this.tell({connected: false});
      for (const {reject} of this.waiting.values()) reject({said: "The page lost its server."});
      this.waiting.clear();
      setTimeout(() => this.open(), RETRY_MS);
    };
  }

  // Carries out a deed. Resolves to its result; rejects with {said}, which is what the person reads.
  act(deed, asked = {}) {
    if (this.socket.readyState !== WebSocket.OPEN) return Promise.reject({said: "The page has no server now."});
    const id = ++this.number;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {resolve, reject});
      this.socket.send(JSON.stringify({id, do: deed, with: asked}));
    });
  }

  hear(message) {
    if (message.type === "state") this.tell({state: kept(message, this.told.state)});
    else if (message.type === "stored") this.tell({stored: message});
    else if (message.type === "sent") {
      const before = message.all ? [] : this.told.calls;
      this.tell({calls: [...before, ...message.calls].slice(-KEPT_CALLS), counts: message.count});
    } else {
      const {resolve, reject} = this.waiting.get(message.id) ?? {};
      this.waiting.delete(message.id);
      if (message.type === "done") resolve?.(message.result);
      else reject?.({said: message.said});
    }
  }

  tell(news) {
    this.told = {...this.told, ...news};
    this.onChange(this.told);
  }
}
