/** A place in a file: an object with members, or a value. */
export interface DocumentNode {
  /** From 1; `undefined` where it is not known. */
  readonly line: number | undefined;
  readonly members: readonly DocumentMember[] | undefined;
  /** A scalar or a list of them; of what lies deeper only the kind. */
  readonly value: unknown;
  /** A number as it is written, where that is known. */
  readonly text?: string | undefined;
}

export interface DocumentMember {
  readonly name: string;
  /** Of the name. */
  readonly line: number | undefined;
  readonly node: DocumentNode;
}

/** A file that was parsed, or what is wrong with it. */
export interface ParsedDocument {
  readonly root: DocumentNode;
  readonly faults: readonly DocumentFault[];
}

/** What is wrong with the text of a file; nothing of the text is in it. */
export interface DocumentFault {
  readonly line: number | undefined;
  readonly text: string;
}

/** How deep options lie: document, sections, option, member. What is deeper is not looked at. */
export const maxDepth = 8;

/** A file without options. */
export const nothing: DocumentNode = /* @__PURE__ */ Object.freeze({
  line: undefined,
  members: undefined,
  value: null,
});
