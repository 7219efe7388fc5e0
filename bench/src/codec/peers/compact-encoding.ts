import c from 'compact-encoding';
import type { Codec } from '../contender.js';
import {
  payloadOf,
  type PayloadA,
  type PayloadB,
  type PayloadC,
  type PlainId,
  type Row,
} from '../payloads.js';

type State = c.State;

const a: c.Encoder<PayloadA> = {
  preencode(state, value) {
    c.uint32.preencode(state, value.id);
    c.uint64.preencode(state, value.total);
    c.float64.preencode(state, value.ratio);
    c.bool.preencode(state, value.ok);
    c.string.preencode(state, value.name);
  },
  encode(state, value) {
    c.uint32.encode(state, value.id);
    c.uint64.encode(state, value.total);
    c.float64.encode(state, value.ratio);
    c.bool.encode(state, value.ok);
    c.string.encode(state, value.name);
  },
  decode: (state) => ({
    id: c.uint32.decode(state),
    total: c.uint64.decode(state),
    ratio: c.float64.decode(state),
    ok: c.bool.decode(state),
    name: c.string.decode(state),
  }),
};

const row: c.Encoder<Row> = {
  preencode(state, value) {
    c.uint64.preencode(state, value.a);
    c.uint64.preencode(state, value.b);
    c.uint32.preencode(state, value.c);
  },
  encode(state, value) {
    c.uint64.encode(state, value.a);
    c.uint64.encode(state, value.b);
    c.uint32.encode(state, value.c);
  },
  decode: (state) => ({
    a: c.uint64.decode(state),
    b: c.uint64.decode(state),
    c: c.uint32.decode(state),
  }),
};

const rows = c.array(row);
const b: c.Encoder<PayloadB> = {
  preencode(state, value) {
    c.uint64.preencode(state, value.stamp);
    rows.preencode(state, value.rows);
  },
  encode(state, value) {
    c.uint64.encode(state, value.stamp);
    rows.encode(state, value.rows);
  },
  decode: (state) => ({ stamp: c.uint64.decode(state), rows: rows.decode(state) }),
};

const counts: c.Encoder<Map<string, number>> = {
  preencode(state, value) {
    c.uint.preencode(state, value.size);
    for (const [key, count] of value) {
      c.string.preencode(state, key);
      c.uint32.preencode(state, count);
    }
  },
  encode(state, value) {
    c.uint.encode(state, value.size);
    for (const [key, count] of value) {
      c.string.encode(state, key);
      c.uint32.encode(state, count);
    }
  },
  decode(state) {
    const map = new Map<string, number>();
    for (let left = c.uint.decode(state); left > 0; left--) {
      const key = c.string.decode(state);
      map.set(key, c.uint32.decode(state));
    }
    return map;
  },
};

const cc: c.Encoder<PayloadC> = {
  preencode(state, value) {
    c.string.preencode(state, value.name);
    c.uint8array.preencode(state, value.data);
    counts.preencode(state, value.counts);
  },
  encode(state, value) {
    c.string.encode(state, value.name);
    c.uint8array.encode(state, value.data);
    counts.encode(state, value.counts);
  },
  decode: (state) => ({
    name: c.string.decode(state),
    data: c.uint8array.decode(state),
    counts: counts.decode(state),
  }),
};

/** The buffer is created once and reused. */
export function compactEncodingCodec(id: PlainId): Required<Codec> {
  const encoding = (id === 'A' ? a : id === 'B' ? b : cc) as c.Encoder<unknown>;
  const value = payloadOf(id);
  const bytes = c.encode(encoding, value);
  const state: State = c.state();
  const buffer = Buffer.alloc(bytes.length);
  const decode = (): unknown => {
    state.start = 0;
    state.end = bytes.length;
    state.buffer = bytes;
    return encoding.decode(state);
  };
  return {
    encode() {
      state.start = state.end = 0;
      encoding.preencode(state, value);
      state.buffer = buffer;
      encoding.encode(state, value);
    },
    decode,
  };
}
