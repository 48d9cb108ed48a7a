/** An evaluation error. `||` and `&&` may absorb it; otherwise the statement does not allow. */
export class RuleError extends Error {
  /** Offset of the failing expression, set where it is known. */
  at: number | undefined;

  constructor(message: string, at?: number) {
    super(message);
    this.at = at;
  }
}

/** A request that exceeds a limit is denied as a whole; nothing absorbs this error. */
export class LimitError extends RuleError {}

export function nullValueError(): RuleError {
  return new RuleError("Null value error.");
}

export function functionNotFound(name: string): RuleError {
  return new RuleError(`Function not found error: Name: [${name}].`);
}

/** @param received operation with the types it got; @param expected the overloads there are */
export function unsupportedOperation(received: string, expected: string): RuleError {
  return new RuleError(`Unsupported operation error. Received: ${received}. Expected: ${expected}.`);
}

export function wrongArgumentCount(received: number, expected: string): RuleError {
  return new RuleError(`Incorrect number of arguments. Received: ${received}. Expected: ${expected}.`);
}

export function indexOutOfBounds(index: number | bigint, size: number): RuleError {
  return new RuleError(`Index out of bound error. Index: [${index}] , size: [${size}].`);
}
