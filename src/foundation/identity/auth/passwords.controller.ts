import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { ChangePasswordDto } from './dto/change-password.dto.js';
import { ForgotPasswordDto } from './dto/forgot-password.dto.js';
import { ResetPasswordDto } from './dto/reset-password.dto.js';
import { PasswordResetsService } from './password-resets.service.js';
import { PasswordsService } from './passwords.service.js';

@ApiTags('Auth')
@Controller('auth')
export class PasswordsController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly resets: PasswordResetsService,
  ) {}

  @Post('change-password')
  @Route({
    permission: 'session',
    summary: 'Change your password; your other sessions end',
    operationId: 'changePassword',
    cost: 5,
    status: 204,
  })
  change(@Body() input: ChangePasswordDto): Promise<void> {
    return this.passwords.change(input);
  }

  @Post('forgot-password')
  @Route({
    permission: 'public',
    limit: 'anonymous',
    summary: 'Have a link sent that sets a new password; the answer is the same without such an account',
    operationId: 'forgotPassword',
    status: 202,
  })
  forgot(@Body() input: ForgotPasswordDto): Promise<void> {
    return this.resets.request(input);
  }

  @Post('reset-password')
  @Route({
    permission: 'public',
    limit: 'anonymous',
    summary: 'Set a new password with the token of such a link; all your sessions end',
    operationId: 'resetPassword',
    status: 204,
  })
  reset(@Body() input: ResetPasswordDto): Promise<void> {
    return this.resets.reset(input);
  }
}
