export default definePageConfig({ navigationBarTitleText: '转给别的部门' })
