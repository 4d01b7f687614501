@NullMarked
package dev.rollcall.sync;

import org.jspecify.annotations.NullMarked;
