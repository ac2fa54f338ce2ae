import { Module } from '@nestjs/common';
import { TeamsModule } from '../teams/index.js';
import { MembershipsService } from './memberships.service.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordHasher } from './password-hasher.js';
import { UserDirectory } from './user-directory.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [TeamsModule],
  controllers: [UsersController],
  providers: [UsersService, UserDirectory, MembershipsService, PasswordHasher, NewPasswords],
  exports: [UsersService, MembershipsService, PasswordHasher, NewPasswords],
})
export class UsersModule {}
