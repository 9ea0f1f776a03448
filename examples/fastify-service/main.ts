import { makeService } from './service.ts';
import { makeUsersClient } from './users-client.ts';

const service = makeService(makeUsersClient());
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    service.log.info(`${signal}: closing`);
    // Takes no new request, lets those under way finish, closes the client; then nothing keeps the process alive.
    void service.close();
  });
}
await service.listen({ host: '127.0.0.1', port: Number(process.env['PORT'] ?? 3000) });
