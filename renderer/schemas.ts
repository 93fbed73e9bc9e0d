import { z } from 'zod';

// Set before any schema is created: the page's content policy forbids code generated at run time, which zod would try.
z.config({ jitless: true });
