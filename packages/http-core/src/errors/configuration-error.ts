import { redactText } from '../redact.ts';
import { ClientError, type ClientErrorDetails } from './client-error.ts';
import { clipLine } from './clip.ts';
import type { Issue } from './issue.ts';

/** One thing that is wrong with a configuration that was read from somewhere. */
export interface ConfigurationIssue extends Issue {
  /** Where it stands: a file and its line, or the name of an environment variable. */
  readonly source?: string | undefined;
}

/** What a `ConfigurationError` is told beside its message. */
export interface ConfigurationErrorDetails extends ClientErrorDetails {
  readonly issues?: readonly ConfigurationIssue[] | undefined;
}

const noIssues: readonly ConfigurationIssue[] = /* @__PURE__ */ Object.freeze([]);

/** A client option or a set of plugins that cannot work; thrown when the client is made. */
export class ConfigurationError extends ClientError {
  static override readonly kind: string = 'ConfigurationError';
  override readonly code: 'ERR_HTTP_CONFIGURATION' | 'ERR_HTTP_MISSING_DECODER' = 'ERR_HTTP_CONFIGURATION';
  declare readonly status?: undefined;
  readonly #issues: readonly ConfigurationIssue[];

  /** With `issues`, the message goes on with a line for each: who deploys wants all of them at once. */
  constructor(message: string, details?: ConfigurationErrorDetails) {
    super(message, details);
    this.#issues = details?.issues ?? noIssues;
    if (this.#issues.length === 0) return;
    const lines = this.#issues.map((issue) => `- ${clipLine(redactText(issue.message), 1_000)}`);
    this.message = [this.message, ...lines].join('\n');
    // The stack holds the message as it was; browsers other than Chromium's kin cannot write it anew.
    Error.captureStackTrace?.(this, new.target);
  }

  /** Everything that is wrong, where more than one thing can be told at once; empty otherwise. */
  get issues(): readonly ConfigurationIssue[] {
    return this.#issues;
  }
}
