import type * as X509 from '@peculiar/x509';

/** The library that makes certificates, loaded on first use; an error that says what to install where it is missing. */
export async function loadX509(): Promise<typeof X509> {
  try {
    await import('reflect-metadata');
    return await import('@peculiar/x509');
  } catch (cause) {
    const message =
      'Certificates are made by @peculiar/x509, which could not be loaded: npm install --save-dev @peculiar/x509 reflect-metadata, or give the fault server a certificate of your own: tls: { key, cert }';
    throw new Error(message, { cause });
  }
}
