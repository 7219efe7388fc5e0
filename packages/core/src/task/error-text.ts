// How a failure crosses shared memory: one text whose parts are separated by NUL: code, message and, where several
// containers have answered, their outcomes as JSON.
import { ChimaeraError, type Replica } from '../errors.js';

/** Container and return code; if it failed, also code and message. */
type Answer = readonly [number, number] | readonly [number, number, string, string];

export interface ErrorText {
  /** Empty if the text has none. */
  readonly code: string;
  readonly message: string;
  readonly replicas: readonly Replica[];
}

const NO_REPLICAS: readonly Replica[] = [];

export function encodeErrorText({ code, message, replicas }: ChimaeraError): string {
  const text = `${code.replaceAll('\0', '')}\0`;
  if (replicas === undefined) return text + message;
  return `${text}${message.replaceAll('\0', '')}\0${JSON.stringify(replicas.map(answerOf))}`;
}

/** The inverse of `encodeErrorText`. A text without a code is all message. */
export function decodeErrorText(text: string): ErrorText {
  const codeEnd = text.indexOf('\0');
  if (codeEnd < 0) return { code: '', message: text, replicas: NO_REPLICAS };
  const code = text.slice(0, codeEnd);
  const messageEnd = text.lastIndexOf('\0');
  const replicas = messageEnd === codeEnd ? undefined : replicasIn(text.slice(messageEnd + 1));
  return replicas === undefined
    ? { code, message: text.slice(codeEnd + 1), replicas: NO_REPLICAS }
    : { code, message: text.slice(codeEnd + 1, messageEnd), replicas };
}

function answerOf({ containerId, returnCode, error }: Replica): Answer {
  return error === undefined
    ? [containerId, returnCode]
    : [containerId, returnCode, error.code, error.message];
}

/** Undefined for anything but a list of answers: other processes can write to the text. */
function replicasIn(json: string): Replica[] | undefined {
  let answers: unknown;
  try {
    answers = JSON.parse(json);
  } catch {
    return undefined;
  }
  return Array.isArray(answers) && answers.every(isAnswer) ? answers.map(replicaOf) : undefined;
}

function isAnswer(value: unknown): value is Answer {
  if (!Array.isArray(value)) return false;
  const [containerId, returnCode, ...texts] = value as unknown[];
  const isNumbered = Number.isInteger(containerId) && Number.isInteger(returnCode);
  return (
    isNumbered &&
    (texts.length === 0 || (texts.length === 2 && texts.every((text) => typeof text === 'string')))
  );
}

function replicaOf([containerId, returnCode, code, message]: Answer): Replica {
  if (code === undefined) return { containerId, returnCode };
  return { containerId, returnCode, error: new ChimaeraError(code, message!, { returnCode }) };
}
