import { refusal } from "../errors.ts";
import type { Handlers } from "../gateway.ts";
import { page } from "../paging.ts";
import { departmentsOf, findColleague, userId, userIdType } from "../people.ts";
import { visible } from "../scopes.ts";
import type { Tenant } from "../tenant.ts";

/** contact/v3. Sources: https://open.feishu.cn/document/server-docs/contact-v3/user/get and …/department/parent */
export function contactRoutes({ ground, switches }: Tenant): Handlers {
  const { office } = ground.world;
  return {
    "contact.user.get": ({ params, query }) => {
      const type = userIdType(query);
      const id = params.user_id ?? "";
      const colleague = findColleague(office, type, id);
      if (!colleague) throw refusal(41012);
      if (colleague.isOutsider) throw refusal(41050);
      const [department] = departmentsOf(office, colleague.departmentKey);
      return {
        user: visible(
          "user",
          {
            union_id: colleague.feishu.unionId,
            ...(type === "user_id" ? { user_id: userId(colleague, type) } : {}),
            open_id: colleague.feishu.openId,
            name: colleague.name,
            en_name: colleague.englishName,
            nickname: "",
            gender: 0,
            avatar: {},
            status: {
              is_frozen: false,
              is_resigned: false,
              is_activated: true,
              is_exited: false,
              is_unjoin: false,
            },
            department_ids: department ? [department.feishu.openDepartmentId] : ["0"],
            is_tenant_manager: colleague.isAdmin,
            job_title: "",
            mobile_visible: true,
          },
          switches,
        ),
      };
    },

    "contact.department.parent": ({ query }) => {
      const id = query.get("department_id");
      if (!id) throw refusal(44102);
      if (id === "0") throw refusal(40002);
      const department = office.departments.find((one) => one.feishu.openDepartmentId === id);
      if (!department) throw refusal(40004);
      const [, ...above] = departmentsOf(office, department.key);
      return page(
        above.map((one, index) =>
          visible(
            "department",
            {
              name: one.name,
              i18n_name: { zh_cn: one.name, ja_jp: "", en_us: "" },
              parent_department_id: above[index + 1]?.feishu.openDepartmentId ?? "0",
              department_id: one.feishu.openDepartmentId.slice(3, 19),
              open_department_id: one.feishu.openDepartmentId,
              status: { is_deleted: false },
            },
            switches,
          ),
        ),
        query,
        { most: 50, usual: 20, badSize: () => refusal(40011), badToken: () => refusal(40012) },
      );
    },
  };
}
