import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { Route } from '../../../platform/http/route.js';
import { CreateUserDto } from './dto/create-user.dto.js';
import { UserDto } from './dto/user.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Post()
  @Route({ permission: 'users:create', summary: 'Add a user to the tenant', status: 201, response: UserDto })
  create(@Body() input: CreateUserDto): Promise<UserDto> {
    return this.users.create(input);
  }

  @Get()
  @Route({
    permission: 'users:read',
    summary: 'List the users of the tenant',
    response: pageOf(UserDto),
    query: [{ name: 'page' }, { name: 'pageSize' }],
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<UserDto>> {
    return this.users.list(query);
  }
}
