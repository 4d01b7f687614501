/** The browser that is installed, for tests of pages. */
@NullMarked
package dev.rollcall.browser;

import org.jspecify.annotations.NullMarked;
