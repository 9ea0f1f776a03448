import { UsersApi } from './users-api.ts';

await using users = new UsersApi(process.env['API_URL'] ?? 'http://127.0.0.1:8787/', 'a-token');

console.log('user 1:', await users.find(1));
console.log('user 99:', await users.find(99));
for await (const { name } of users.all()) console.log('-', name);
console.log('created:', await users.create('Karen'));
console.log('created:', await users.create(''));
