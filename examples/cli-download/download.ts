import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import { type Client, type Progress } from '@x/http-core';

/** How a download goes about. */
export interface DownloadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Downloads `url` to `path`, never holding more than a chunk. The file is there when all of it is, and not before: what is
 * cut off on the way is a `NetworkError` and leaves nothing behind.
 */
export async function download(
  client: Client,
  url: string,
  path: string,
  { signal, onProgress }: DownloadOptions = {},
): Promise<void> {
  const part = `${path}.part`;
  // The body of an error is downloaded as well, and is not what the user waits for.
  let isAccepted = false;
  const onDownloadProgress = (progress: Progress): void => {
    if (isAccepted) onProgress?.(progress);
  };
  try {
    const response = await client.stream('GET', url, { signal, onDownloadProgress });
    isAccepted = true;
    await pipeline(response.body, createWriteStream(part));
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}
