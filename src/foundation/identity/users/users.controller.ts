import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { CreateUserDto } from './dto/create-user.dto.js';
import { UpdateProfileDto } from './dto/update-profile.dto.js';
import { UpdateUserDto } from './dto/update-user.dto.js';
import { UserDto } from './dto/user.dto.js';
import { MembershipsService } from './memberships.service.js';
import { NewUsersService } from './new-users.service.js';
import { USER_FILTERS, UserDirectory } from './user-directory.js';

@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly newUsers: NewUsersService,
    private readonly memberships: MembershipsService,
    private readonly directory: UserDirectory,
  ) {}

  @Post()
  @Route({
    permission: 'users:create',
    summary: 'Add a user to the tenant',
    operationId: 'createUser',
    status: 201,
    response: UserDto,
  })
  create(@Body() input: CreateUserDto): Promise<UserDto> {
    return this.newUsers.create(input);
  }

  @Get()
  @Route({
    permission: 'users:read',
    summary: 'List the users of the tenant',
    operationId: 'listUsers',
    response: pageOf(UserDto),
    query: [...PAGE_PARAMETERS, ...USER_FILTERS],
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<UserDto>> {
    return this.directory.list(query);
  }

  @Get('me')
  @Route({
    permission: 'authenticated',
    summary: 'Your own profile in this tenant',
    operationId: 'getProfile',
    response: UserDto,
  })
  me(): Promise<UserDto> {
    return this.memberships.me();
  }

  @Patch('me')
  @Route({
    permission: 'session',
    summary: 'Change your own profile',
    operationId: 'updateProfile',
    response: UserDto,
  })
  changeProfile(@Body() input: UpdateProfileDto): Promise<UserDto> {
    return this.memberships.changeProfile(input);
  }

  @Get(':id')
  @Route({
    permission: 'users:read',
    summary: 'Get a user of the tenant',
    operationId: 'getUser',
    response: UserDto,
  })
  get(@Param('id', ParseIdPipe) id: string): Promise<UserDto> {
    return this.memberships.get(id);
  }

  @Patch(':id')
  @Route({
    permission: 'users:update',
    summary: "Change a user's role or team, or deactivate the user in this tenant",
    operationId: 'updateUser',
    response: UserDto,
  })
  change(@Param('id', ParseIdPipe) id: string, @Body() input: UpdateUserDto): Promise<UserDto> {
    return this.memberships.change(id, input);
  }
}
