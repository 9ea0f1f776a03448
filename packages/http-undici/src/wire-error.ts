/**
 * What undici says went wrong, in the words of Node's own HTTP client, so that both transports come to the same verdict;
 * `hasHead` when the response had begun.
 */
export function wireError(error: Error, hasHead: boolean): Error {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return parseError('HPE_HEADER_OVERFLOW', 'Header overflow');
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return hasHead
      ? failure('ECONNRESET', 'aborted')
      : parseError('HPE_INVALID_CONTENT_LENGTH', 'the lengths in the head contradict each other');
  }
  if (error.name === 'HTTPParserError') return parserError(error.message);
  if (code === 'UND_ERR_SOCKET' && error.message === 'bad response') {
    return parseError('HPE_UNEXPECTED_RESPONSE', 'a response that nobody asked for');
  }
  if (code.startsWith('UND_ERR_')) return failure('ECONNRESET', hasHead ? 'aborted' : 'socket hang up');
  return error;
}

function parserError(message: string): Error {
  const reason = /\(([^)]*)\)$/.exec(message)?.[1] ?? message;
  // The connection came to its end inside a message.
  if (reason === 'Invalid EOF state') return failure('ECONNRESET', 'aborted');
  return parseError('HPE_INVALID', reason);
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** As those of Node's parser are. */
function parseError(code: string, reason: string): Error {
  return Object.assign(failure(code, `Parse Error: ${reason}`), { reason });
}
