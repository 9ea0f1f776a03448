import type { DynamicModule, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Client, ClientOptions, Clients } from '@x/http-core';
import { createClients } from '@x/http-core';

/** What a client is injected by: `@Inject(httpClient('users'))`. */
export function httpClient(name: string): symbol {
  return Symbol.for(`http-client:${name}`);
}

/** Options of clients by name. */
export type NamedOptions = Readonly<Record<string, ClientOptions>>;

/** Opens the clients with the application and closes them when its server has answered the last request. */
class HttpClientsLife implements OnModuleInit, OnApplicationShutdown {
  readonly #clients: Clients<NamedOptions>;

  constructor(clients: Clients<NamedOptions>) {
    this.#clients = clients;
  }

  onModuleInit(): Promise<void> {
    return this.#clients.open();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#clients.close();
  }
}

/** `HttpClientsModule.register({ users: { baseUrl } })` in the imports of a module: one client per name, for the whole application. */
export class HttpClientsModule {
  static register(options: NamedOptions): DynamicModule {
    const clients = createClients(options);
    const tokens = Object.keys(options).map(httpClient);
    return {
      module: HttpClientsModule,
      global: true,
      providers: [
        { provide: HttpClientsLife, useFactory: () => new HttpClientsLife(clients) },
        ...Object.entries(clients.clients).map(([name, client]: [string, Client]) => ({
          provide: httpClient(name),
          useValue: client,
        })),
      ],
      exports: tokens,
    };
  }
}
