/** How bodies are made ready before they are checked. Each is off unless set, so that a body is taken as it came or not at all. */
export interface TypeBoxOptions {
  /** Turns values into the type that the schema wants where that can be done without loss, such as `"5"` into `5`. */
  readonly coerce?: boolean | undefined;
  /** Puts the schema's defaults where the body has nothing. */
  readonly defaults?: boolean | undefined;
  /** Removes what the schema does not name. */
  readonly clean?: boolean | undefined;
}
