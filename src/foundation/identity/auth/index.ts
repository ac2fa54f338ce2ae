export { AuthModule } from './auth.module.js';
export { RegisterDto } from './dto/register.dto.js';
export { JwtAuthGuard } from './jwt-auth.guard.js';
export { RegistrationService } from './registration.service.js';
