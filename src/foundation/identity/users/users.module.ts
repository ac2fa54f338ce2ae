import { Module } from '@nestjs/common';
import { MembershipsService } from './memberships.service.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordHasher } from './password-hasher.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [UsersService, MembershipsService, PasswordHasher, NewPasswords],
  exports: [UsersService, MembershipsService, PasswordHasher, NewPasswords],
})
export class UsersModule {}
