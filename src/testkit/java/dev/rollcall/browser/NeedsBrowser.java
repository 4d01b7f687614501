package dev.rollcall.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that are skipped, with one line that says why, where Chromium or Node.js is not installed; with
 * {@code -Drollcall.browser=required} they fail there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsBrowser.Condition.class)
public @interface NeedsBrowser {
    /** Decides. */
    final class Condition implements ExecutionCondition {
        private static final AtomicBoolean told = new AtomicBoolean();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (InstalledBrowser.find().isPresent()
                    || "required".equals(System.getProperty(InstalledBrowser.REQUIRED))) {
                return ConditionEvaluationResult.enabled("there, or it has to be");
            }
            String why = "tests in a browser are skipped, " + InstalledBrowser.missing();
            if (!told.getAndSet(true)) {
                System.err.println(why);
            }
            return ConditionEvaluationResult.disabled(why);
        }
    }
}
