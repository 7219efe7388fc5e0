import {
  type bool,
  type BufferRef,
  type bytes,
  type f32,
  type f64,
  type FixedArray,
  type GetOrCreatePoolTask,
  type HashMap,
  type i16,
  type i32,
  type i64,
  type i8,
  type In,
  type InOut,
  type Optional,
  type Out,
  type PoolId,
  type size,
  Task,
  type u16,
  type u32,
  type u64,
  type u8,
  type Vector,
} from '@chimaera/core';

/**
 * What a pool of this module is created with: `create({ params: { configData: 'x' } })` in code, `config_data: x` in
 * YAML. Fields that are not given keep their defaults.
 */
export class CreateParams {
  /** `<namespace>_<module_name>`, by which the module manager finds the module. */
  static readonly chimodLibName = 'chimaera_MOD_NAME';

  configData: string = '';
  workerCount: u32 = 1;
}

/** The task that `create` receives. Every module but admin writes this line, with its own CreateParams. */
export type CreateTask = GetOrCreatePoolTask<CreateParams>;

// One class per method of chimaera_mod.yaml: kCustom has CustomTask. Fields are declared, not written: the generator
// reads this file and lays them out in shared memory. In is read by the module, Out written by it, InOut both.

/** Appends `_processed` to the data. */
export abstract class CustomTask extends Task {
  abstract data: InOut<string>;
  /** Chooses the lane: tasks of one operation run in the order in which they were sent. */
  abstract operationId: In<u32>;
  /** 0 for success. */
  abstract resultCode: Out<u32>;
}

/** Answers with `size` bytes; byte i is i mod 256. */
export abstract class LargeOutputTask extends Task {
  abstract size: In<u32>;
  abstract data: Out<bytes>;
}

/** Fails with the message. */
export abstract class FailTask extends Task {
  abstract message: In<string>;
}

/** An enumeration is a constant object and a type of the same name. */
export const Color = { kRed: 0, kGreen: 1, kBlue: 2 } as const;
export type Color = (typeof Color)[keyof typeof Color];

/** A structure whose members are all of fixed size lies in place in the task. */
export interface Point {
  x: f64;
  y: f64;
  color: Color;
}

/** One with members of variable size, and with other structures in it. */
export interface Shape {
  name: string;
  points: Vector<Point>;
  note: Optional<string>;
}

/** Has a field of every type, and answers with a copy of each: `boolValue` comes back as `boolCopy`. */
export abstract class EchoTask extends Task {
  abstract boolValue: In<bool>;
  abstract u8Value: In<u8>;
  abstract u16Value: In<u16>;
  abstract u32Value: In<u32>;
  abstract u64Value: In<u64>;
  abstract i8Value: In<i8>;
  abstract i16Value: In<i16>;
  abstract i32Value: In<i32>;
  abstract i64Value: In<i64>;
  abstract f32Value: In<f32>;
  abstract f64Value: In<f64>;
  abstract sizeValue: In<size>;
  abstract colorValue: In<Color>;
  abstract poolIdValue: In<PoolId>;
  abstract pointValue: In<Point>;
  abstract arrayValue: In<FixedArray<u16, 3>>;
  abstract pointArrayValue: In<FixedArray<Point, 2>>;
  abstract stringValue: In<string>;
  abstract bytesValue: In<bytes>;
  abstract vectorValue: In<Vector<u32>>;
  abstract doublesValue: In<Vector<f64>>;
  abstract stringsValue: In<Vector<string>>;
  abstract nestedValue: In<Vector<Vector<u64>>>;
  abstract mapValue: In<HashMap<string, u32>>;
  abstract shapesValue: In<HashMap<u64, Shape>>;
  abstract optionalValue: In<Optional<u32>>;
  abstract shapeValue: In<Shape>;
  /** A reference: the bytes stay where they are, and the copy refers to the same ones. */
  abstract bufferValue: In<BufferRef>;

  abstract boolCopy: Out<bool>;
  abstract u8Copy: Out<u8>;
  abstract u16Copy: Out<u16>;
  abstract u32Copy: Out<u32>;
  abstract u64Copy: Out<u64>;
  abstract i8Copy: Out<i8>;
  abstract i16Copy: Out<i16>;
  abstract i32Copy: Out<i32>;
  abstract i64Copy: Out<i64>;
  abstract f32Copy: Out<f32>;
  abstract f64Copy: Out<f64>;
  abstract sizeCopy: Out<size>;
  abstract colorCopy: Out<Color>;
  abstract poolIdCopy: Out<PoolId>;
  abstract pointCopy: Out<Point>;
  abstract arrayCopy: Out<FixedArray<u16, 3>>;
  abstract pointArrayCopy: Out<FixedArray<Point, 2>>;
  abstract stringCopy: Out<string>;
  abstract bytesCopy: Out<bytes>;
  abstract vectorCopy: Out<Vector<u32>>;
  abstract doublesCopy: Out<Vector<f64>>;
  abstract stringsCopy: Out<Vector<string>>;
  abstract nestedCopy: Out<Vector<Vector<u64>>>;
  abstract mapCopy: Out<HashMap<string, u32>>;
  abstract shapesCopy: Out<HashMap<u64, Shape>>;
  abstract optionalCopy: Out<Optional<u32>>;
  abstract shapeCopy: Out<Shape>;
  abstract bufferCopy: Out<BufferRef>;
}

/** Holds the mutex of its container for a while. */
export abstract class CoMutexTestTask extends Task {
  abstract testId: In<u32>;
  abstract holdMs: In<u32>;
  /** How many tasks held the mutex once this one had it: 1, or more where they share a task node. */
  abstract holders: Out<u32>;
}

/** Holds the lock that all containers share, for reading or writing, for a while. */
export abstract class CoRwLockTestTask extends Task {
  abstract testId: In<u32>;
  abstract isWriter: In<bool>;
  abstract holdMs: In<u32>;
  /** How many readers, and how many writers, of this container held the lock once this task had it. */
  abstract readers: Out<u32>;
  abstract writers: Out<u32>;
}

/** Sends itself to its own pool, one deeper, until `currentDepth` is `depth`. */
export abstract class WaitTestTask extends Task {
  abstract depth: In<u32>;
  abstract testId: In<u32>;
  /** Out: the depth that was reached. */
  abstract currentDepth: InOut<u32>;
}
