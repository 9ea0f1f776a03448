import { Controller, type DynamicModule, Get, Inject, Param } from '@nestjs/common';
import { resilience } from '@x/http-resilience';

import { httpClient, HttpClientsModule } from './http-clients-module.ts';
import { type User, UsersService } from './users-service.ts';

class UsersController {
  readonly #service: UsersService;

  constructor(service: UsersService) {
    this.#service = service;
  }

  find(id: string): Promise<User> {
    return this.#service.find(id);
  }
}

// Node runs TypeScript by taking the types away, which leaves no way to write decorators: they are applied as the functions
// that they are. Where the TypeScript compiler builds the application, write @Controller('users'), @Get(':id') and so on.
Controller('users')(UsersController);
Inject(UsersService)(UsersController, undefined, 0);
Get(':id')(
  UsersController.prototype,
  'find',
  Object.getOwnPropertyDescriptor(UsersController.prototype, 'find')!,
);
Param('id')(UsersController.prototype, 'find', 0);

/** The application over the API at `baseUrl`. */
export class AppModule {
  static register(baseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [HttpClientsModule.register({ users: { baseUrl, timeout: 5_000, plugins: [resilience()] } })],
      controllers: [UsersController],
      providers: [
        {
          provide: UsersService,
          useFactory: (users) => new UsersService(users),
          inject: [httpClient('users')],
        },
      ],
    };
  }
}
