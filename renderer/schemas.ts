import { z } from 'zod';

// Before any schema is made: the page's content policy forbids code made at run time, which zod would try.
z.config({ jitless: true });
