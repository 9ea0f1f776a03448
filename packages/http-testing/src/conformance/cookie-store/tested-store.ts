import type { StoredCookie } from './stored-cookie.ts';

type Done = (error: Error | null) => void;
type Found<T> = (error: Error | null, found?: T) => void;
type Name = string | null;

/** The methods of tough-cookie's `Store` as the suite calls them; that class and its subclasses fit. */
export interface TestedStore {
  findCookie(domain: Name, path: Name, key: Name): Promise<StoredCookie | undefined>;
  findCookie(domain: Name, path: Name, key: Name, done: Found<StoredCookie | undefined>): void;
  findCookies(domain: Name, path: Name, allowSpecialUseDomain?: boolean): Promise<StoredCookie[]>;
  findCookies(domain: Name, path: Name, allowSpecialUseDomain: boolean, done: Found<StoredCookie[]>): void;
  putCookie(cookie: StoredCookie): Promise<void>;
  putCookie(cookie: StoredCookie, done: Done): void;
  updateCookie(old: StoredCookie, cookie: StoredCookie): Promise<void>;
  updateCookie(old: StoredCookie, cookie: StoredCookie, done: Done): void;
  removeCookie(domain: Name, path: Name, key: Name): Promise<void>;
  removeCookie(domain: Name, path: Name, key: Name, done: Done): void;
  removeCookies(domain: string, path: Name): Promise<void>;
  removeCookies(domain: string, path: Name, done: Done): void;
  removeAllCookies(): Promise<void>;
  removeAllCookies(done: Done): void;
  getAllCookies(): Promise<StoredCookie[]>;
  getAllCookies(done: Found<StoredCookie[]>): void;
}
