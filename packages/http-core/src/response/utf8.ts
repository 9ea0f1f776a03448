const encoder = /* @__PURE__ */ new TextEncoder();

/** UTF-8, lone surrogates replaced as everywhere on the web. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}
