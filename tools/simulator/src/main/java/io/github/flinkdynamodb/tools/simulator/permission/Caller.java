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
package io.github.flinkdynamodb.tools.simulator.permission;

import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;

/** Who makes a call, and what it may do. Immutable. */
public final class Caller {

    /** One that may do anything. */
    static final Caller UNRESTRICTED = new Caller("unknown", "us-east-1", null);

    private static final String USER = "arn:aws:iam::000000000000:user/";

    private final String accessKeyId;
    private final String region;
    private final Policy policy;

    /** A caller; without a policy, which is null, it may do anything. */
    Caller(String accessKeyId, String region, Policy policy) {
        this.accessKeyId = accessKeyId;
        this.region = region;
        this.policy = policy;
    }

    /** Returns whether there is anything that it may not do. */
    public boolean isRestricted() {
        return policy != null;
    }

    /** Returns the region that the request is signed for. */
    public String region() {
        return region;
    }

    /**
     * Returns whether an action is allowed.
     *
     * @param action such as {@code s3:PutObject}
     * @param resource its ARN, or {@code *} if the action is on none
     */
    public boolean may(String action, String resource) {
        return policy == null || policy.allows(action, resource);
    }

    /**
     * Refuses what isn't allowed, in the words of the service.
     *
     * @throws ServiceException if it isn't; see {@link #may}
     */
    public void require(String action, String resource) {
        if (may(action, resource)) {
            return;
        }
        String why =
                policy.denies(action, resource)
                        ? "with an explicit deny in an identity-based policy"
                        : "because no identity-based policy allows the " + action + " action";
        throw new ServiceException(
                ServiceError.ACCESS_DENIED.withMessage(
                        "User: "
                                + USER
                                + accessKeyId
                                + " is not authorized to perform: "
                                + action
                                + " on resource: "
                                + resource
                                + " "
                                + why));
    }
}
