export { MembershipsService } from './memberships.service.js';
export { NewPasswords } from './new-passwords.js';
export { PasswordHasher } from './password-hasher.js';
export { UsersModule } from './users.module.js';
export { type NewUser, UsersService } from './users.service.js';
