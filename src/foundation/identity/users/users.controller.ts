import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { Route } from '../../../platform/http/route.js';
import { CreateUserDto } from './dto/create-user.dto.js';
import { UserDto } from './dto/user.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Post()
  @Route({
    permission: 'users:create',
    summary: 'Add a user to the tenant',
    operationId: 'createUser',
    status: 201,
    response: UserDto,
  })
  create(@Body() input: CreateUserDto): Promise<UserDto> {
    return this.users.create(input);
  }

  @Get()
  @Route({
    permission: 'users:read',
    summary: 'List the users of the tenant',
    operationId: 'listUsers',
    response: pageOf(UserDto),
    query: PAGE_PARAMETERS,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<UserDto>> {
    return this.users.list(query);
  }
}
