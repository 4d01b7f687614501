package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.exception.ExceptionHandler;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.http.HttpRequest;
import com.huaweicloud.sdk.core.http.HttpResponse;

/**
 * Takes each answer, good or bad, from the SDK with its headers and its body, on the thread that asked, before the SDK
 * makes its own sense of it: the only place where the SDK shows both.
 */
final class AnswerTaker implements ExceptionHandler {
    @Override
    public void handleException(HttpRequest request, HttpResponse response) {
        throw new Taken(Answer.of(response));
    }

    /** Carries an answer out of the SDK. Not a failure. */
    static final class Taken extends SdkException {
        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        Taken(Answer answer) {
            super("HTTP " + answer.status());
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
