type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
/** The number that a string of digits writes. */
type ToNumber<S extends string> = S extends `${infer N extends number}` ? N : never;

/** 400-499, each a literal so that a comparison narrows. */
export type ClientErrorStatus = ToNumber<`4${Digit}${Digit}`>;
/** 500-599, each a literal so that a comparison narrows. */
export type ServerErrorStatus = ToNumber<`5${Digit}${Digit}`>;
