import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';

import { AppModule } from './app-module.ts';

const app = await NestFactory.create(AppModule.register(process.env['API_URL'] ?? 'http://127.0.0.1:8787/'));
// On SIGTERM and SIGINT: no new request, those under way finish, then onApplicationShutdown closes the clients.
app.enableShutdownHooks();
await app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
console.log(`listening at ${await app.getUrl()}`);
