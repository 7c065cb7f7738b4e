/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.tools.simulator.fault;

/** A call that the simulator answers with an error of the service. */
public final class ServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ServiceError error;

    /** A call answered with this error. */
    public ServiceException(ServiceError error) {
        super(error + ": " + error.message(), null, false, false);
        this.error = error;
    }

    /** The answer. */
    public ServiceError error() {
        return error;
    }
}
