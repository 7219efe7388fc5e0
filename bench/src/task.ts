/** The one task that every contender answers: a u32 and a 64-byte string in, the string plus `_processed` out. */
export interface TaskInput {
  readonly operationId: number;
  readonly data: string;
}

export interface TaskOutput {
  readonly data: string;
}

/** What the executing side does with the string. Chimaera's `custom` method does the same in its own module. */
export function processed(data: string): string {
  return `${data}_processed`;
}

const STRING_BYTES = 64;
const VARIANTS = 64;

/** Inputs alternate, so that nobody gains by having seen the string before. */
const inputs = Array.from({ length: VARIANTS }, (_, i) =>
  `payload ${i} `.padEnd(STRING_BYTES, 'abcdefghijklmnop'),
);
const outputs = inputs.map(processed);

export function inputOf(operationId: number): string {
  return inputs[operationId % VARIANTS]!;
}

/** Throws unless the answer is as expected: a contender that loses or mixes up answers gets no figures. */
export function checkOutput(operationId: number, { data }: TaskOutput): void {
  if (data !== outputs[operationId % VARIANTS]) {
    throw new Error(`task ${operationId} was answered with '${data}'`);
  }
}
